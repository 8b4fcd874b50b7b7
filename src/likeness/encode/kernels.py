"""RGB to BT.709 limited range YUV 4:2:0, compiled at first use. Releases the interpreter lock."""

from numba import njit

from likeness.typing import ByteArray, RgbImage


@njit(nogil=True, cache=True, boundscheck=False)
def rgb_to_yuv420(rgb: RgbImage, luma: ByteArray, blue: ByteArray, red: ByteArray) -> None:
    """Convert a frame of even size into three planes, in place.

    Coefficients of ITU-R BT.709 in 1/65536, luma 16-235, chroma 16-240. Chroma is the mean of each 2 x 2
    block, which puts it into the middle of the block; players expect it half a pixel further left, which
    nobody sees.
    """
    for y in range(0, rgb.shape[0], 2):
        for x in range(0, rgb.shape[1], 2):
            r_sum, g_sum, b_sum = 0, 0, 0
            for dy in range(2):
                for dx in range(2):
                    r = int(rgb[y + dy, x + dx, 0])
                    g = int(rgb[y + dy, x + dx, 1])
                    b = int(rgb[y + dy, x + dx, 2])
                    luma[y + dy, x + dx] = (11966 * r + 40254 * g + 4064 * b + 1081344) >> 16
                    r_sum += r
                    g_sum += g
                    b_sum += b
            # 33685504 = (128 + 1/2) in units of 1/262144: the sums hold four pixels.
            blue[y >> 1, x >> 1] = (-6596 * r_sum - 22189 * g_sum + 28785 * b_sum + 33685504) >> 18
            red[y >> 1, x >> 1] = (28785 * r_sum - 26146 * g_sum - 2639 * b_sum + 33685504) >> 18
