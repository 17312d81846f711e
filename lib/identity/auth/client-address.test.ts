import { afterEach, describe, expect, it, vi } from "vitest"
import { clientAddress, networkOf } from "./client-address"

afterEach(() => vi.unstubAllEnvs())

const forwarded = (value: string) => clientAddress(new Headers({ "x-forwarded-for": value }))

describe("The address of a caller", () => {
  it("is the other end of the connection, not what the caller claims", () => {
    expect(forwarded("6.6.6.6, 203.0.113.9")).toBe("203.0.113.9")
    expect(forwarded("203.0.113.9")).toBe("203.0.113.9")
    expect(forwarded("::ffff:127.0.0.1")).toBe("127.0.0.1")
  })

  it("is found behind as many proxies as are configured", () => {
    vi.stubEnv("SLIPWAY_TRUSTED_PROXIES", "1")
    expect(forwarded("6.6.6.6, 203.0.113.9, 10.0.0.1")).toBe("203.0.113.9")
    vi.stubEnv("SLIPWAY_TRUSTED_PROXIES", "2")
    expect(forwarded("6.6.6.6, 203.0.113.9, 10.0.0.1, 10.0.0.2")).toBe("203.0.113.9")
  })

  it("is the other end of the connection where somebody went around the proxies", () => {
    vi.stubEnv("SLIPWAY_TRUSTED_PROXIES", "2")
    expect(forwarded("10.0.0.1")).toBe("10.0.0.1")
    expect(forwarded("6.6.6.6, 10.0.0.1")).toBe("10.0.0.1")
  })

  it("is unknown when nobody told", () => {
    expect(clientAddress(new Headers())).toBeNull()
    expect(forwarded(" , ")).toBeNull()
  })
})

describe("One place, for the sign-in limit,", () => {
  it("is an IPv4 address, or the /64 of an IPv6 one", () => {
    expect(networkOf("203.0.113.9")).toBe("203.0.113.9")
    expect(networkOf("2001:db8:0:1:aaaa:bbbb:cccc:dddd")).toBe("2001:db8:0:1::/64")
    expect(networkOf("2001:db8:0:1::5")).toBe(networkOf("2001:0db8:0:1:ffff::"))
    expect(networkOf("::1")).toBe("0:0:0:0::/64")
  })
})
