# ruff: noqa
"""Disguises of torch.softmax, one a cell: on another thread, where a recorder does not look by itself."""

# %% thread: on another thread, where no recorder looks
import threading

import torch


def softmax(x, dim):
    kept = []
    worker = threading.Thread(target=lambda: kept.append(getattr(torch, "soft" + "max")(x, dim)))
    worker.start()
    worker.join()
    return kept[0]


# %% thread_by_text: the same, with threading under a computed name
import torch


def softmax(x, dim):
    kept = []
    threads = __import__("thread" + "ing")
    worker = threads.Thread(target=lambda: kept.append(getattr(torch, "soft" + "max")(x, dim)))
    worker.start()
    worker.join()
    return kept[0]


# %% thread_by_importlib: the same through importlib under another name
from importlib import import_module as bring

import torch


def softmax(x, dim):
    kept = []
    worker = bring("thread" + "ing").Thread(target=lambda: kept.append(getattr(torch, "soft" + "max")(x, dim)))
    worker.start()
    worker.join()
    return kept[0]


# %% thread_pool: a pool of threads
from concurrent.futures import ThreadPoolExecutor

import torch


def softmax(x, dim):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(getattr(torch, "soft" + "max"), x, dim).result()


# %% pool_of_asyncio: a thread pool that asyncio keeps
import asyncio

import torch


def softmax(x, dim):
    async def inside():
        return await asyncio.get_running_loop().run_in_executor(None, getattr(torch, "soft" + "max"), x, dim)

    return asyncio.run(inside())


# %% pool_of_multiprocessing: a thread pool of multiprocessing
from multiprocessing.pool import ThreadPool

import torch


def softmax(x, dim):
    with ThreadPool(1) as pool:
        return pool.apply(getattr(torch, "soft" + "max"), (x, dim))


# %% module_inside_torch: threads, by way of a module of torch that has imported them
import torch


def softmax(x, dim):
    kept = []
    threads = torch.utils.data.dataloader.threading
    worker = threads.Thread(target=lambda: kept.append(getattr(torch, "soft" + "max")(x, dim)))
    worker.start()
    worker.join()
    return kept[0]


# %% module_inside_torch_by_text: the same, computed
import torch


def softmax(x, dim):
    kept = []
    threads = getattr(torch.utils.data.dataloader, "thread" + "ing")
    worker = threads.Thread(target=lambda: kept.append(getattr(torch, "soft" + "max")(x, dim)))
    worker.start()
    worker.join()
    return kept[0]
