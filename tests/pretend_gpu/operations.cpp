// A CUDA device that is none: its memory is the host's, and its kernels are the CPU's.
//
// Every operation on its tensors comes here, is refused if it mixes devices as CUDA would refuse it, and runs on CPU
// tensors over the same memory. Views, versions and autograd, with its thread for the device, are torch's own.

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/Generator.h>

#include <algorithm>
#include <string_view>

#include "stand_ins.h"

namespace pretended {

C10_REGISTER_GUARD_IMPL(CUDA, Guard);

bool among(const c10::OperatorHandle& op, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), std::string_view(op.operator_name().name)) != names.end();
}

// Copies between devices, and indices, which may be on the CPU.
bool may_mix(const c10::OperatorHandle& op) {
  return among(
      op, {"aten::copy_", "aten::_copy_from", "aten::_copy_from_and_resize", "aten::index", "aten::index_put_",
           "aten::_index_put_impl_", "aten::_unsafe_index", "aten::set_", "aten::_foreach_copy_"});
}

// Kernels that assert on a GPU what they check on the CPU.
bool asserts(const c10::OperatorHandle& op, std::string_view message) {
  const bool range = message.find("out of bounds") != message.npos || message.find("out of range") != message.npos;
  return range && message.rfind("Dimension", 0) != 0 &&
      among(op, {"aten::index", "aten::_unsafe_index", "aten::index_put_", "aten::_index_put_impl_", "aten::gather",
                 "aten::scatter_", "aten::scatter", "aten::scatter_add_", "aten::scatter_add", "aten::index_select",
                 "aten::index_add_", "aten::take", "aten::embedding", "aten::nll_loss_forward",
                 "aten::nll_loss2d_forward"});
}

// One operation's values, going to the CPU and coming back.
class Crossing {
 public:
  explicit Crossing(bool sparse) : sparse_(sparse) {}

  ~Crossing() {
    for (auto* one : drawn_) one->be(kDevice);
  }

  c10::IValue out(const c10::IValue& given) {
    if (given.isTensor()) return out(given.toTensor());
    if (given.isTensorList()) {
      c10::List<at::Tensor> list;
      for (const at::Tensor& one : given.toTensorVector()) list.push_back(out(one));
      return list;
    }
    if (given.isOptionalTensorList()) {
      c10::List<std::optional<at::Tensor>> list;
      for (const auto& one : given.toOptionalTensorVector())
        list.push_back(one ? std::optional<at::Tensor>(out(*one)) : std::nullopt);
      return list;
    }
    if (given.isDevice()) {
      to_cpu_ = given.toDevice().is_cpu();
      return c10::Device(c10::kCPU);
    }
    if (given.isGenerator()) return out(given.toGenerator());
    return given;
  }

  c10::IValue back(const c10::IValue& made) {
    if (to_cpu_) return made;
    if (made.isTensor()) return back(made.toTensor());
    if (made.isTensorList()) {
      c10::List<at::Tensor> list;
      for (const at::Tensor& one : made.toTensorVector()) list.push_back(back(one));
      return list;
    }
    return made;
  }

  void follow() {
    for (auto& [real, stand_in] : tensors_) stand_ins_.follow(real, stand_in);
  }

  bool mixes() const {
    return gpu_seen_ && cpu_seen_;
  }

  c10::DispatchKeySet keys() const {
    return c10::DispatchKeySet(sparse_ ? c10::DispatchKey::SparseCPU : c10::DispatchKey::CPU);
  }

 private:
  StandIns stand_ins_;
  std::vector<std::pair<at::Tensor, at::Tensor>> tensors_;  // the real one and its stand-in
  std::vector<Draws*> drawn_;
  bool sparse_, to_cpu_ = false, gpu_seen_ = false, cpu_seen_ = false;

  at::Tensor out(const at::Tensor& given) {
    if (!given.defined()) return given;
    if (given.device().type() != kType) {
      cpu_seen_ |= given.dim() > 0;  // a single number may come from the CPU
      return given;
    }
    gpu_seen_ = true;
    sparse_ |= given.is_sparse();
    for (auto& [real, stand_in] : tensors_)
      if (real.is_same(given)) return stand_in;
    tensors_.emplace_back(given, stand_ins_.on_cpu(given));
    return tensors_.back().second;
  }

  c10::IValue out(const at::Generator& given) {
    if (given.device().type() == kType) {
      drawn_.push_back(static_cast<Draws*>(given.unsafeGetGeneratorImpl()));
      drawn_.back()->be(c10::kCPU);
    }
    return given;
  }

  at::Tensor back(const at::Tensor& made) {
    if (!made.defined()) return made;
    for (auto& [real, stand_in] : tensors_)
      if (stand_in.is_same(made)) return real;
    return stand_ins_.on_gpu(made);
  }
};

bool is_generator(const c10::Argument& argument) {
  const auto optional = argument.type()->cast<c10::OptionalType>();
  return optional && optional->getElementType()->kind() == c10::TypeKind::GeneratorType;
}

void on_cpu(const c10::OperatorHandle& op, c10::DispatchKeySet keys, torch::jit::Stack* stack) {
  try {
    at::AutoDispatchBelowADInplaceOrView below;
    op.redispatchBoxed(keys, stack);
  } catch (const c10::Error& error) {
    const std::string_view message = error.what_without_backtrace();
    if (asserts(op, message)) end_context();
    if (message.find("alloc_cpu") != message.npos) full(0);
    throw;
  }
}

template <bool kSparse>
void run(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  check_context();
  const auto& schema = op.schema();
  const size_t first = stack->size() - schema.arguments().size();
  Crossing crossing(kSparse);
  for (size_t i = 0; i < schema.arguments().size(); i++) {
    auto& value = (*stack)[first + i];
    if (value.isNone() && is_generator(schema.arguments()[i])) value = default_draws();
    value = crossing.out(value);
  }
  TORCH_CHECK(
      !crossing.mixes() || may_mix(op),
      "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu! (in ",
      op.operator_name().name, ")");
  on_cpu(op, crossing.keys(), stack);
  crossing.follow();
  for (size_t i = stack->size() - schema.returns().size(); i < stack->size(); i++)
    (*stack)[i] = crossing.back((*stack)[i]);
}

// ---- what torch has for a GPU alone ---------------------------------------------------------------------------------

std::tuple<at::Tensor, at::Tensor> lstm_cell(
    const at::Tensor& x, at::TensorList state, const at::Tensor& w_ih, const at::Tensor& w_hh,
    const std::optional<at::Tensor>& b_ih, const std::optional<at::Tensor>& b_hh) {
  const auto gates = (at::linear(x, w_ih, b_ih) + at::linear(state[0], w_hh, b_hh)).unsafe_chunk(4, 1);
  const auto memory = gates[1].sigmoid() * state[1] + gates[0].sigmoid() * gates[2].tanh();
  return {gates[3].sigmoid() * memory.tanh(), memory};
}

at::Tensor gru_cell(
    const at::Tensor& x, const at::Tensor& state, const at::Tensor& w_ih, const at::Tensor& w_hh,
    const std::optional<at::Tensor>& b_ih, const std::optional<at::Tensor>& b_hh) {
  const auto from_x = at::linear(x, w_ih, b_ih).unsafe_chunk(3, 1);
  const auto from_state = at::linear(state, w_hh, b_hh).unsafe_chunk(3, 1);
  const auto reset = (from_x[0] + from_state[0]).sigmoid(), update = (from_x[1] + from_state[1]).sigmoid();
  const auto proposed = (from_x[2] + reset * from_state[2]).tanh();
  return (state - proposed) * update + proposed;
}

at::Tensor& set_storage(
    at::Tensor& self, at::Storage source, int64_t offset, at::IntArrayRef size, at::IntArrayRef stride) {
  self.unsafeGetTensorImpl()->set_storage_keep_dtype(std::move(source));
  self.unsafeGetTensorImpl()->set_sizes_and_strides(size, stride, offset);
  return self;
}

at::Tensor& set_whole(at::Tensor& self, at::Storage source) {
  const auto count = static_cast<int64_t>(source.nbytes() / self.dtype().itemsize());
  return set_storage(self, std::move(source), 0, {count}, {1});
}

// Every operation that has a kernel for the CPU gets it, also where torch has a general one made of others.
void give_kernels(c10::DispatchKey cpu, c10::DispatchKey gpu, torch::CppFunction (*kernel)()) {
  static std::vector<torch::Library> kept;
  auto& library = kept.emplace_back(torch::Library::IMPL, "aten", gpu, __FILE__, __LINE__);
  auto& dispatcher = c10::Dispatcher::singleton();
  for (const auto& name : dispatcher.getAllOpNamesForDispatchKey(cpu)) {
    const auto op = dispatcher.findOp(name);
    if (name.name.rfind("aten::", 0) != 0 || !op || !op->hasSchema() || op->hasKernelForDispatchKey(gpu)) continue;
    const auto full = name.name.substr(6) + (name.overload_name.empty() ? "" : "." + name.overload_name);
    library.impl(full.c_str(), kernel());
  }
}

template <bool kSparse>
torch::CppFunction kernel() {
  return torch::CppFunction::makeFromBoxedFunction<&run<kSparse>>();
}

void begin() {
  c10::SetAllocator(kType, &memory());
  give_kernels(c10::DispatchKey::CPU, c10::DispatchKey::CUDA, &kernel<false>);
  give_kernels(c10::DispatchKey::SparseCPU, c10::DispatchKey::SparseCUDA, &kernel<true>);
}

}  // namespace pretended

namespace at {
C10_REGISTER_TYPED_CLASS(CUDAHooksRegistry, "CUDAHooks", PretendedHooks);
}  // namespace at

TORCH_LIBRARY_IMPL(aten, CUDA, library) {
  for (const char* name : {"copy_", "convolution", "convolution_backward"})  // these would choose cuDNN's kernels
    library.impl(name, pretended::kernel<false>());
  library.impl("lstm_cell", pretended::lstm_cell);
  library.impl("gru_cell", pretended::gru_cell);
  library.impl("set_.source_Storage_storage_offset", pretended::set_storage);
  library.impl("set_.source_Storage", pretended::set_whole);
}

TORCH_LIBRARY_IMPL(aten, AutogradCUDA, library) {
  library.impl("lstm_cell", pretended::lstm_cell);
  library.impl("gru_cell", pretended::gru_cell);
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, module) {
  module.def("begin", &pretended::begin);
  module.def("initialise", [] { pretended::context().made_by = getpid(); });
  module.def("check", &pretended::check_context);
  module.def("limit", [](double share) { pretended::taken().limit = static_cast<size_t>(share * pretended::kTotal); });
  module.def("taken", [] { return pretended::taken().bytes.load(); });
  module.def("draws", [] {
    return pybind11::reinterpret_steal<pybind11::object>(THPGenerator_Wrap(pretended::default_draws()));
  });
}
