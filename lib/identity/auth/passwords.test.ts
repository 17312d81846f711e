import { describe, expect, it } from "vitest"
import { hashPassword, isPassword, makePassword } from "./passwords"

describe("Passwords", () => {
  it("are stored as an argon2id hash that only the same password matches", async () => {
    const stored = await hashPassword("correct horse battery")
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await isPassword(stored, "correct horse battery")).toBe(true)
    expect(await isPassword(stored, "correct horse batterY")).toBe(false)
  })

  it("never match an account without a password", async () => {
    expect(await isPassword(null, "anything at all")).toBe(false)
  })

  it("are rejected without hashing when they are too long", async () => {
    const longPassword = "x".repeat(201)
    expect(await isPassword(await hashPassword(longPassword), longPassword)).toBe(false)
  })

  it("that are generated are readable, long and unique", () => {
    const passwords = Array.from({ length: 50 }, makePassword)
    for (const password of passwords) expect(password).toMatch(/^[2-9a-z]{5}(-[2-9a-z]{5}){3}$/)
    expect(new Set(passwords).size).toBe(50)
  })
})
