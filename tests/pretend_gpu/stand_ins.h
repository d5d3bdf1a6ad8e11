// The same memory as a tensor of the other device: a stand-in on the CPU for each of the GPU's, and back.
#pragma once

#include <ATen/EmptyTensor.h>
#include <ATen/SparseTensorImpl.h>
#include <torch/extension.h>

#include <utility>
#include <vector>

#include "device.h"

namespace pretended {

inline at::SparseTensorImpl* parts(const at::Tensor& tensor) {
  return static_cast<at::SparseTensorImpl*>(tensor.unsafeGetTensorImpl());
}

// Those of one operation: what shares memory among its tensors shares it among their stand-ins.
class StandIns {
 public:
  at::Tensor on_cpu(const at::Tensor& given) {
    if (given.is_sparse())
      return sparse(
          given, c10::DispatchKey::SparseCPU, on_cpu(parts(given)->indices()), on_cpu(parts(given)->values()));
    auto made = at::detail::make_tensor<c10::TensorImpl>(
        storage_on_cpu(given), c10::DispatchKeySet(c10::DispatchKey::CPU), given.dtype());
    return shaped(std::move(made), given);
  }

  at::Tensor on_gpu(const at::Tensor& made) {
    if (made.is_sparse())
      return sparse(made, c10::DispatchKey::SparseCUDA, on_gpu(parts(made)->indices()), on_gpu(parts(made)->values()));
    for (const auto& pair : pairs_)
      if (pair.stand_in.unsafeGetStorageImpl() == made.storage().unsafeGetStorageImpl())
        return shaped(  // a view, which is an inference tensor if what it shows is one
            at::detail::make_tensor<c10::TensorImpl>(
                c10::TensorImpl::VIEW, c10::Storage(pair.real), pair.keys, made.dtype()),
            made);
    const c10::DispatchKeySet keys(c10::DispatchKey::CUDA);
    auto storage = gpu_storage(made);
    pairs_.push_back({storage, made.storage(), keys});
    return shaped(at::detail::make_tensor<c10::TensorImpl>(std::move(storage), keys, made.dtype()), made);
  }

  // What an operation did to its argument's size or memory, done to the argument itself.
  void follow(const at::Tensor& real, const at::Tensor& stand_in) {
    if (real.is_sparse()) return follow_sparse(parts(real), parts(stand_in));
    const auto &mine = real.storage(), &theirs = stand_in.storage();
    if (theirs.data() != mine.data() || theirs.nbytes() != mine.nbytes()) {
      auto kept = gpu_storage(stand_in);
      mine.unsafeGetStorageImpl()->set_data_ptr_noswap(
          std::move(kept.unsafeGetStorageImpl()->_mutable_data_ptr_no_checks()));
      mine.unsafeGetStorageImpl()->set_nbytes(theirs.nbytes());
    }
    if (stand_in.sizes() != real.sizes() || stand_in.strides() != real.strides() ||
        stand_in.storage_offset() != real.storage_offset())
      real.unsafeGetTensorImpl()->set_sizes_and_strides(
          stand_in.sizes(), stand_in.strides(), stand_in.storage_offset());
  }

 private:
  struct Pair {
    c10::Storage real, stand_in;
    c10::DispatchKeySet keys;  // of the real tensor
  };
  std::vector<Pair> pairs_;

  static at::Tensor shaped(at::Tensor made, const at::Tensor& like) {
    made.unsafeGetTensorImpl()->set_sizes_and_strides(like.sizes(), like.strides(), like.storage_offset());
    made._set_conj(like.is_conj());
    made._set_neg(like.is_neg());
    if (like.unsafeGetTensorImpl()->is_wrapped_number()) made.unsafeGetTensorImpl()->set_wrapped_number(true);
    return made;
  }

  static at::Tensor sparse(
      const at::Tensor& like, c10::DispatchKey key, const at::Tensor& indices, const at::Tensor& values) {
    auto made = at::detail::make_tensor<at::SparseTensorImpl>(c10::DispatchKeySet(key), like.dtype());
    parts(made)->resize_(parts(like)->sparse_dim(), parts(like)->dense_dim(), like.sizes());
    parts(made)->set_indices_and_values_unsafe(indices, values);
    parts(made)->set_coalesced(parts(like)->coalesced());
    return made;
  }

  c10::Storage storage_on_cpu(const at::Tensor& given) {
    const auto& real = given.storage();
    for (const auto& pair : pairs_)
      if (pair.real.unsafeGetStorageImpl() == real.unsafeGetStorageImpl()) return pair.stand_in;
    auto* held = new c10::Storage(real);
    c10::DataPtr data(real.mutable_data(), held, [](void* it) { delete static_cast<c10::Storage*>(it); }, c10::kCPU);
    c10::Storage stand_in(
        c10::Storage::use_byte_size_t(), real.nbytes(), std::move(data), c10::GetAllocator(c10::kCPU), true);
    pairs_.push_back({real, stand_in, given.key_set()});
    return stand_in;
  }

  static c10::Storage gpu_storage(const at::Tensor& made) {
    struct Held {
      c10::Storage storage;
      size_t bytes;
      ~Held() {
        taken().bytes -= bytes;
      }
    };
    const size_t bytes = made.storage().nbytes();
    take(bytes);
    auto* held = new Held{made.storage(), bytes};
    c10::DataPtr data(
        made.storage().mutable_data(), held, [](void* it) { delete static_cast<Held*>(it); }, kDevice);
    return c10::Storage(c10::Storage::use_byte_size_t(), bytes, std::move(data), &memory(), true);
  }

  void follow_sparse(at::SparseTensorImpl* mine, at::SparseTensorImpl* theirs) {
    mine->resize_(theirs->sparse_dim(), theirs->dense_dim(), theirs->sizes());
    mine->set_indices_and_values_unsafe(on_gpu(theirs->indices()), on_gpu(theirs->values()));
    mine->set_coalesced(theirs->coalesced());
  }
};

}  // namespace pretended
