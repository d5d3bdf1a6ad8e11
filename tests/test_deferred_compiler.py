"""A run that compiles nothing pays for no compiler, and one that does has it."""

from __future__ import annotations

START = "import sys, torch\nfrom torchgrade.deferred_compiler import defer_compiler\ndefer_compiler()\n"
TOLD = "print('torch._dynamo.convert_frame' in sys.modules)\n"
USED = (
    "weight = torch.nn.Parameter(torch.ones(2))\n"
    "optimizer = torch.optim.Adam([weight])\nweight.sum().backward()\noptimizer.step()\noptimizer.zero_grad()\n"
    "x = torch.ones(2, 3, device='meta')\n"
    "print((x.exp() - x.amax(1, keepdim=True)).softmax(1).sum().shape)\n"
)


def test_optimizers_and_the_meta_device_work_without_it(run_python):
    done = run_python(START + USED + TOLD + "print(weight.tolist() != [1, 1], optimizer.state != {})")
    assert done.stdout == "torch.Size([])\nFalse\nTrue True\n", done.stderr


def test_whoever_asks_for_more_gets_the_compiler_itself(run_python):
    asked = "print(torch._dynamo.config.cache_size_limit > 0, sys.modules['torch._dynamo'] is torch._dynamo)\n"
    done = run_python(START + asked + TOLD + "print(torch._dynamo.__file__.endswith('__init__.py'))")
    assert done.stdout == "True True\nTrue\nTrue\n", done.stderr


def test_a_part_of_it_can_be_imported(run_python):
    done = run_python(START + USED + "import torch._dynamo.utils\nprint(torch._dynamo.utils.__name__)\n" + USED)
    assert done.stdout == "torch.Size([])\ntorch._dynamo.utils\ntorch.Size([])\n", done.stderr


def test_code_is_still_compiled(run_python):
    compiled = "f = torch.compile(lambda x: 2 * x + 1, backend='eager')\nprint(f(torch.ones(2)).tolist())\n"
    done = run_python(START + USED + compiled)
    assert done.stdout == "torch.Size([])\n[3.0, 3.0]\n", done.stderr


def test_one_that_is_there_already_stays(run_python):
    done = run_python("import torch._dynamo\nbefore = torch._dynamo\n" + START + "print(torch._dynamo is before)")
    assert done.stdout == "True\n", done.stderr


def test_whoever_looks_through_all_modules_does_not_import_it(run_python):
    looked = "import inspect\n[getattr(m, '__file__', None) for m in list(sys.modules.values())]\ninspect.stack()\n"
    done = run_python(START + looked + TOLD)
    assert done.stdout == "False\n", done.stderr
