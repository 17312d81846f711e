import { afterEach, beforeEach, expect, vi } from "vitest"

// Vitest's set-up file: what a person would see as an error on the console is a failure of the test.
beforeEach(() => {
  vi.spyOn(console, "error")
})

afterEach(() => {
  expect(vi.mocked(console.error).mock.calls, "console.error was called").toEqual([])
})
