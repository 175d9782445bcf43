"""Candidates and identities as plain trees, for a session's checkpoint."""

from dataclasses import asdict

import numpy as np

from fashion_focus.core.state import StateTree
from fashion_focus.localization.candidate import Candidate
from fashion_focus.localization.observation import Identity
from fashion_focus.localization.presentation import Span


def identity_to_tree(identity: Identity) -> StateTree:
    """Columns as arrays, numbers as numbers."""
    return {
        "probabilities": identity.probabilities,
        "none": identity.none,
        "similarities": identity.similarities,
        "n_views": identity.n_views,
    }


def identity_from_tree(tree: StateTree, *, n_products: int) -> Identity:
    """The identity that `identity_to_tree` described; products that came onto the shelf since are none of it."""
    new = n_products - len(tree["probabilities"])
    return Identity(
        np.pad(np.asarray(tree["probabilities"], np.float32), (0, new)),
        float(tree["none"]),
        np.pad(np.asarray(tree["similarities"], np.float32), (0, new), constant_values=-1.0),
        int(tree["n_views"]),
    )


def candidate_to_tree(candidate: Candidate) -> StateTree:
    """Spans and identities, and what was already said."""
    return {
        "id": candidate.id,
        "announced": candidate.announced,
        "told": candidate.told,
        "spans": [asdict(span) for span in candidate.spans],
        "identities": {name: identity_to_tree(identity) for name, identity in candidate.identities.items()},
    }


def candidate_from_tree(tree: StateTree, *, n_products: int) -> Candidate:
    """The candidate that `candidate_to_tree` described, on a shelf that may have grown at its end since."""
    return Candidate(
        id=tree["id"],
        spans=[Span(**span) for span in tree["spans"]],
        identities={
            name: identity_from_tree(identity, n_products=n_products) for name, identity in tree["identities"].items()
        },
        announced=tree["announced"],
        told=tree["told"],
    )
