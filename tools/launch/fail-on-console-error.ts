import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest"

// Vitest's setup file: anything logged with console.error fails the test. A test that expects an error asserts it and then
// calls `vi.mocked(console.error).mockClear()`.
let errorSpy: MockInstance<typeof console.error>

beforeEach(() => {
  errorSpy = vi.spyOn(console, "error")
  errorSpy.mockClear()
})

afterEach(() => {
  expect(errorSpy.mock.calls, "console.error was called").toEqual([])
})
