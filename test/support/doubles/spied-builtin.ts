import { syncBuiltinESMExports } from 'node:module'
import { type MockInstance, onTestFinished, vi } from 'vitest'

/** A spy on a function of one of Node's own modules, also where it is imported by name, until the test ends. */
export function spiedBuiltin<Module extends object, Name extends keyof Module>(
  module: Module,
  name: Name,
): MockInstance<Extract<Module[Name], (...parameters: never[]) => unknown>> {
  const spy = vi.spyOn(module, name as never) as unknown as MockInstance<
    Extract<Module[Name], (...parameters: never[]) => unknown>
  >
  syncBuiltinESMExports()
  onTestFinished(() => {
    spy.mockRestore()
    syncBuiltinESMExports()
  })
  return spy
}
