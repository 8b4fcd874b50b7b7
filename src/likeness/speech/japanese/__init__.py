"""The Japanese voice of Open JTalk, when the extra `japanese` is installed."""
