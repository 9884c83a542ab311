"""How the network is trained: what the two sides say agrees, and a stopped run goes on as if it had not stopped."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training extra is not installed: pip install -e '.[training]'")

from training.network.claims import ROLES, Claims, end_to_end  # noqa: E402
from training.network.fit import Rates, fit  # noqa: E402
from training.network.passages import MODES, Options  # noqa: E402
from vedette.reader import frames  # noqa: E402


def test_actors_are_weighed_alike_in_training_and_in_use():
    torch.manual_seed(1)
    claims = Claims().eval()
    torch.nn.init.normal_(claims.weights.weight)
    roles = torch.randn(1, 40, len(ROLES))
    options = Options([(2, 3), (9, 9), (20, 21), (30, 30)], [0, 1, 0, 2], [True, False, False])
    trigger, mode = torch.tensor([[12, 13]]), torch.tensor([4])
    with torch.no_grad():
        trained = claims.weighed(roles, end_to_end([options]), trigger, mode).numpy()
    tables = {
        "claim facts weight": claims.facts.weight, "claim facts bias": claims.facts.bias,
        "claim weights weight": claims.weights.weight, "claim weights bias": claims.weights.bias,
        "claim mode of facts": claims.mode_of_facts.weight,
    }  # fmt: skip
    at = {0: [(2, 3), (20, 21)], 1: [(9, 9)], 2: [(30, 30)]}
    codes = [frames._Code(frozenset({str(n)}), [None] * len(pieces), pieces) for n, pieces in at.items()]
    used, _ = frames.weighed(
        codes,
        roles[0].numpy(),
        frames.Trigger((0, 1), MODES[4], 1.0, (12, 13)),
        {name: table.detach().numpy() for name, table in tables.items()},
    )
    assert np.allclose(trained, used, atol=0.01)


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(tmp_path, monkeypatch):
    plan = [torch.full((4,), float(n)) for n in range(6)]

    def trained(path, stop):
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Dropout(0.5), torch.nn.Linear(4, 1))
        seen = []

        def losses(part):
            if len(seen) == stop:
                raise KeyboardInterrupt
            seen.append(part)
            return {"loss": model(part).square().mean()}

        try:
            fit(model, plan, losses, Rates(1e-2, 1e-2), path)
        except KeyboardInterrupt:
            return trained(path, None)
        return torch.cat([p.detach().flatten() for p in model.parameters()])

    monkeypatch.setattr("training.network.fit.KEEP_EVERY", 2)
    assert torch.equal(trained(tmp_path / "whole.pt", None), trained(tmp_path / "cut.pt", 3))
