import { describe, expect, it } from "vitest"
import { hashPassword, isPassword, makePassword } from "./passwords"

describe("A password", () => {
  it("is kept as an argon2id hash that only itself opens", async () => {
    const stored = await hashPassword("correct horse battery")
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await isPassword(stored, "correct horse battery")).toBe(true)
    expect(await isPassword(stored, "correct horse batterY")).toBe(false)
  })

  it("never opens an account that has none", async () => {
    expect(await isPassword(null, "anything at all")).toBe(false)
  })

  it("is refused unhashed when it is longer than any can be", async () => {
    const long = "x".repeat(201)
    expect(await isPassword(await hashPassword(long), long)).toBe(false)
  })

  it("made by Slipway is readable, long and never twice the same", () => {
    const made = Array.from({ length: 50 }, makePassword)
    for (const password of made) expect(password).toMatch(/^[2-9a-z]{5}(-[2-9a-z]{5}){3}$/)
    expect(new Set(made).size).toBe(50)
  })
})
