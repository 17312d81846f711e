import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest"

// Vitest's set-up file: what a person would see as an error on the console is a failure of the test. A test that
// expects one says so and then calls `vi.mocked(console.error).mockClear()`.
let shown: MockInstance<typeof console.error>

beforeEach(() => {
  shown = vi.spyOn(console, "error")
  shown.mockClear()
})

afterEach(() => {
  expect(shown.mock.calls, "console.error was called").toEqual([])
})
