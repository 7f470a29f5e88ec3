"""How good the assistant is, on labelled messages it was not trained on."""
