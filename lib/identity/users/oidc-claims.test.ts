import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { highestRole, readOidcClaims } from "./oidc-claims"

const claims = { iss: "https://id.example.test", sub: "42" }

describe("readOidcClaims", () => {
  it("identifies the user by issuer and subject", () => {
    const person = readOidcClaims(
      { ...claims, email: "Ada@Example.test", email_verified: true, name: " Ada " },
      null,
    )
    expect(person).toEqual({
      oidcSubject: "https://id.example.test 42",
      email: "ada@example.test",
      emailVerified: true,
      name: "Ada",
      role: null,
    })
  })

  it("treats an email address as verified only if the claim says so", () => {
    const verified = (email_verified: unknown) =>
      readOidcClaims({ ...claims, email_verified }, null).emailVerified
    expect([true, "true"].map(verified)).toEqual([true, true])
    expect([false, "false", undefined, null, 1, "yes"].map(verified)).toEqual(Array(6).fill(false))
  })

  it("accepts a missing or invalid email address or name", () => {
    expect(readOidcClaims(claims, null)).toMatchObject({ email: null, name: null })
    expect(readOidcClaims({ ...claims, email: "not one", name: 7 }, null)).toMatchObject({
      email: null,
      name: null,
    })
  })
})

describe("The role claim", () => {
  it.each([
    ["admin", "ADMIN"],
    ["Slipway-Operator", "OPERATOR"],
    [["everyone", "slipway:operator", "viewer"], "OPERATOR"],
    [["viewer", "ADMIN"], "ADMIN"],
    ["not admin", "VIEWER"],
    ["administrator", "VIEWER"],
    ["team-admin", "VIEWER"],
    [undefined, "VIEWER"],
    [{ admin: true }, "VIEWER"],
    [[["admin"]], "VIEWER"],
  ])("maps %j to %s", (claim, role) => {
    expect(highestRole(claim)).toBe(role)
  })

  it("is read by name or by path", () => {
    expect(readOidcClaims({ ...claims, "https://slipway/role": "admin" }, "https://slipway/role").role).toBe(
      "ADMIN",
    )
    expect(
      readOidcClaims({ ...claims, realm_access: { roles: ["operator"] } }, "realm_access.roles").role,
    ).toBe("OPERATOR")
    expect(readOidcClaims(claims, "constructor.name").role).toBe("VIEWER")
  })

  it("maps unknown values to viewer", () => {
    const word = fc.string().filter((text) => !/(admin|operator)$/i.test(text))
    fc.assert(fc.property(fc.oneof(word, fc.array(word)), (claim) => highestRole(claim) === "VIEWER"))
  })
})
