import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest"

// Vitest's setup file: anything logged with console.error fails the test. A test that expects an error asserts it and then
// calls `vi.mocked(console.error).mockClear()`.
let shown: MockInstance<typeof console.error>

beforeEach(() => {
  shown = vi.spyOn(console, "error")
  shown.mockClear()
})

afterEach(() => {
  expect(shown.mock.calls, "console.error was called").toEqual([])
})
