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


def identity_from_tree(tree: StateTree) -> Identity:
    """The identity that `identity_to_tree` described."""
    return Identity(
        np.asarray(tree["probabilities"], np.float32),
        float(tree["none"]),
        np.asarray(tree["similarities"], np.float32),
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


def candidate_from_tree(tree: StateTree) -> Candidate:
    """The candidate that `candidate_to_tree` described."""
    return Candidate(
        id=tree["id"],
        spans=[Span(**span) for span in tree["spans"]],
        identities={name: identity_from_tree(identity) for name, identity in tree["identities"].items()},
        announced=tree["announced"],
        told=tree["told"],
    )
