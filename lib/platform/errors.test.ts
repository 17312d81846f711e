import { afterAll, expect, it, vi } from "vitest"
import { DomainError } from "./errors"

afterAll(() => vi.resetModules())

it("A DomainError of another bundle is recognized, and no other error is", async () => {
  vi.resetModules()
  const other = await import("./errors")
  expect(other.DomainError).not.toBe(DomainError)
  expect(new other.DomainError("not_found", "There is no such release.")).toBeInstanceOf(DomainError)
  expect(new Error("not_found")).not.toBeInstanceOf(DomainError)
  expect(null).not.toBeInstanceOf(DomainError)
})
