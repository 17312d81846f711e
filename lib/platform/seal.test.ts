import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isCompressed, seal, sealCompressed, sealedPrefix, unseal } from "./seal"

const key = randomBytes(32)

describe("A sealed text", () => {
  it("is unsealed unchanged, and differs each time it is sealed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(unseal(seal(text, key), [key])).toBe(text)
        expect(seal(text, key)).not.toBe(seal(text, key))
      }),
    )
  })

  it("is shorter when compressed, and is unsealed unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const sealed = sealCompressed(text, key)
        expect(isCompressed(sealed)).toBe(true)
        expect(isCompressed(seal(text, key))).toBe(false)
        expect(unseal(sealed, [randomBytes(32), key])).toBe(text)
      }),
    )
    const sealed = sealCompressed("again and ".repeat(100_000), key)
    expect(sealed.length).toBeLessThan(10_000)
    expect(() => unseal(`${sealed.slice(0, -2)}AA`, [key])).toThrow()
  })

  it("cannot be unsealed with another key or after a change", () => {
    const sealed = seal("secret", key)
    expect(() => unseal(sealed, [randomBytes(32)])).toThrow(/neither SLIPWAY_SECRET_KEY nor a previous one/)
    expect(() => unseal(`${sealed.slice(0, -2)}AA`, [key])).toThrow()
    expect(() => unseal("", [key])).toThrow()
  })

  it("names its key, and can be unsealed with any known key", () => {
    const keys = [randomBytes(32), key]
    const sealed = seal("secret", key)
    expect(sealed.startsWith(sealedPrefix(key))).toBe(true)
    expect(unseal(sealed, keys)).toBe("secret")
    expect(unseal(sealed.slice(sealedPrefix(key).length), keys)).toBe("secret")
  })
})
