"""The network: convolutions over time, each seeing further back, few of them a little ahead."""

import torch
from torch import Tensor, nn

from likeness.speech.visemes.features import N_BANDS
from likeness.speech.visemes.inventory import CLASSES

N_OUTPUTS = len(CLASSES) + 4
_KERNEL = 5
# (dilation, frames ahead) of each layer, in pairs of frames: 8 pairs ahead in all, 0.16 s; 84 back, 1.7 s.
_LAYERS = ((1, 2), (1, 2), (2, 4), (4, 0), (8, 0), (1, 0), (2, 0), (4, 0))


class _Layer(nn.Module):
    """A convolution whose result is added to what it was given."""

    def __init__(self, width: int, dilation: int, ahead: int) -> None:
        super().__init__()
        self._padding = ((_KERNEL - 1) * dilation - ahead, ahead)
        self._convolution = nn.Conv1d(width, width, _KERNEL, dilation=dilation, bias=False)
        self._norm = nn.BatchNorm1d(width)

    def forward(self, values: Tensor) -> Tensor:
        padded = nn.functional.pad(values, self._padding)
        return values + torch.relu(self._norm(self._convolution(padded)))


class VisemeNetwork(nn.Module):
    """Bands in, scores out: 12 of classes and 4 of curves, before softmax and sigmoid."""

    def __init__(self, width: int) -> None:
        super().__init__()
        # Two frames become one place, and one place answers for both: half the work.
        self._entry = nn.Conv1d(N_BANDS, width, 6, stride=2, padding=2)
        self._layers = nn.ModuleList([_Layer(width, *layer) for layer in _LAYERS])
        self._exit = nn.Conv1d(width, 2 * N_OUTPUTS, 1)

    def forward(self, bands: Tensor) -> Tensor:
        """Map (B, T, 48) to (B, T, 16); T even."""
        values = torch.relu(self._entry(bands.transpose(1, 2)))  # (B, width, T / 2)
        for layer in self._layers:
            values = layer(values)
        scores = self._exit(values).transpose(1, 2)  # (B, T / 2, 32)
        return scores.reshape(bands.shape[0], -1, N_OUTPUTS)


class Answers(nn.Module):
    """The network as it is shipped: probabilities and curves instead of scores."""

    def __init__(self, network: VisemeNetwork) -> None:
        super().__init__()
        self._network = network

    def forward(self, bands: Tensor) -> Tensor:
        """Map (B, T, 48) to (B, T, 16): 12 that sum to 1, then opening, width, protrusion, voicing."""
        scores = self._network(bands)
        n = len(CLASSES)
        return torch.cat([torch.softmax(scores[..., :n], -1), torch.sigmoid(scores[..., n:])], -1)
