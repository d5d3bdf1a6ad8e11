// What torch asks of a device: memory, random numbers, a guard, and the answers of CUDA's hooks.
#pragma once

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace pretended {

constexpr auto kType = c10::DeviceType::CUDA;
const c10::Device kDevice(kType, 0);

// ---- the context: made once a process, lost in a fork, ended by an assertion --------------------------------------

constexpr int kAssertion = 710;  // cudaErrorAssert
constexpr int kNotInitialised = 3;

struct Context {
  pid_t made_by = 0;
  bool ended = false;
};

inline Context& context() {
  static Context one;
  return one;
}

[[noreturn]] inline void fail(int code, const char* what) {
  throw c10::AcceleratorError({__func__, __FILE__, __LINE__}, code, std::string("CUDA error: ") + what);
}

[[noreturn]] inline void end_context() {
  context().ended = true;
  fail(kAssertion, "device-side assert triggered");
}

inline void check_context() {
  if (context().ended) fail(kAssertion, "device-side assert triggered");
  if (context().made_by != getpid()) fail(kNotInitialised, "initialization error");
}

// ---- memory: the host's, of which there is a limit ------------------------------------------------------------------

constexpr size_t kTotal = size_t{8} << 30;

struct Taken {
  std::atomic<size_t> bytes{0};
  size_t limit = kTotal;
};

inline Taken& taken() {
  static Taken one;
  return one;
}

[[noreturn]] inline void full(size_t bytes) {
  throw c10::OutOfMemoryError(
      {__func__, __FILE__, __LINE__}, "CUDA out of memory. Tried to allocate " + std::to_string(bytes) + " bytes.");
}

inline void take(size_t bytes) {
  if (taken().bytes + bytes > taken().limit) full(bytes);
  taken().bytes += bytes;
}

struct Memory final : c10::Allocator {
  c10::DataPtr allocate(size_t bytes) override {
    if (bytes > taken().limit) full(bytes);
    void* data = bytes ? std::malloc(bytes) : nullptr;
    return {data, data, &std::free, kDevice};
  }
  c10::DeleterFnPtr raw_deleter() const override {
    return &std::free;
  }
  void copy_data(void* to, const void* from, size_t bytes) const override {
    default_copy_data(to, from, bytes);
  }
};

inline Memory& memory() {
  static Memory one;
  return one;
}

// ---- random numbers: the CPU's kernels draw them, and ask for a generator of the CPU's ------------------------------

struct Draws final : at::CPUGeneratorImpl {
  Draws() {
    key_set_ = c10::DispatchKeySet(c10::DispatchKey::CUDA);
    be(kDevice);
  }
  void be(c10::Device device) {
    device_ = device;
  }
};

inline at::Generator& default_draws() {
  static at::Generator one = at::make_generator<Draws>();
  return one;
}

// ---- streams, of which there is one, never behind -------------------------------------------------------------------

struct Guard final : c10::impl::NoOpDeviceGuardImpl<kType> {
  c10::Device exchangeDevice(c10::Device) const override {
    return kDevice;
  }
  c10::Device getDevice() const override {
    return kDevice;
  }
  c10::Stream getStream(c10::Device) const noexcept override {
    return c10::Stream(c10::Stream::DEFAULT, kDevice);
  }
  c10::Stream exchangeStream(c10::Stream) const noexcept override {
    return c10::Stream(c10::Stream::DEFAULT, kDevice);
  }
  void record(void**, const c10::Stream&, const c10::DeviceIndex, const c10::EventFlag) const override {}
  void block(void*, const c10::Stream&) const override {}
  bool queryEvent(void*) const override {
    return true;
  }
};

}  // namespace pretended

namespace at {

struct PretendedHooks final : CUDAHooksInterface {
  explicit PretendedHooks(CUDAHooksArgs) {}
  void init() const override {}
  bool hasCUDA() const override {
    return true;
  }
  bool isBuilt() const override {
    return true;
  }
  bool isAvailable() const override {
    return true;
  }
  bool hasPrimaryContext(DeviceIndex) const override {
    return true;
  }
  const Generator& getDefaultGenerator(DeviceIndex) const override {
    return pretended::default_draws();
  }
  Generator getNewGenerator(DeviceIndex) const override {
    return make_generator<pretended::Draws>();
  }
  Device getDeviceFromPtr(void*) const override {
    return pretended::kDevice;
  }
  DeviceIndex current_device() const override {
    return 0;
  }
  DeviceIndex getCurrentDevice() const override {
    return 0;
  }
  DeviceIndex deviceCount() const override {
    return 1;
  }
  void setCurrentDevice(DeviceIndex) const override {}
  DeviceIndex exchangeDevice(DeviceIndex) const override {
    return 0;
  }
  DeviceIndex maybeExchangeDevice(DeviceIndex) const override {
    return 0;
  }
  Allocator* getCUDADeviceAllocator() const override {
    return &pretended::memory();
  }
  int getNumGPUs() const override {
    return 1;
  }
  void deviceSynchronize(DeviceIndex) const override {
    pretended::check_context();
  }
};

}  // namespace at
