import { afterEach, describe, expect, it, vi } from "vitest"
import { clientAddress, networkOf } from "./client-address"

afterEach(() => vi.unstubAllEnvs())

const forwarded = (value: string) => clientAddress(new Headers({ "x-forwarded-for": value }))

describe("clientAddress", () => {
  it("returns the peer of the connection, not an address claimed by the client", () => {
    expect(forwarded("6.6.6.6, 203.0.113.9")).toBe("203.0.113.9")
    expect(forwarded("203.0.113.9")).toBe("203.0.113.9")
    expect(forwarded("::ffff:127.0.0.1")).toBe("127.0.0.1")
  })

  it("skips as many proxies as are configured", () => {
    vi.stubEnv("SLIPWAY_TRUSTED_PROXIES", "1")
    expect(forwarded("6.6.6.6, 203.0.113.9, 10.0.0.1")).toBe("203.0.113.9")
    vi.stubEnv("SLIPWAY_TRUSTED_PROXIES", "2")
    expect(forwarded("6.6.6.6, 203.0.113.9, 10.0.0.1, 10.0.0.2")).toBe("203.0.113.9")
  })

  it("returns the peer of the connection when the client bypassed the proxies", () => {
    vi.stubEnv("SLIPWAY_TRUSTED_PROXIES", "2")
    expect(forwarded("10.0.0.1")).toBe("10.0.0.1")
    expect(forwarded("6.6.6.6, 10.0.0.1")).toBe("10.0.0.1")
  })

  it("returns null without X-Forwarded-For", () => {
    expect(clientAddress(new Headers())).toBeNull()
    expect(forwarded(" , ")).toBeNull()
  })
})

describe("networkOf", () => {
  it("returns an IPv4 address unchanged, and the /64 prefix of an IPv6 address", () => {
    expect(networkOf("203.0.113.9")).toBe("203.0.113.9")
    expect(networkOf("2001:db8:0:1:aaaa:bbbb:cccc:dddd")).toBe("2001:db8:0:1::/64")
    expect(networkOf("2001:db8:0:1::5")).toBe(networkOf("2001:0db8:0:1:ffff::"))
    expect(networkOf("::1")).toBe("0:0:0:0::/64")
  })
})
