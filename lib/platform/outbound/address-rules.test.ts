import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { kindOfAddress } from "./address-rules"
import { isListed } from "./check-address"

describe("kindOfAddress", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::10.0.0.1",
    "2001::1",
    "2002:7f00:1::",
    "not an address",
    "",
  ])("returns private for %s", (address) => {
    expect(kindOfAddress(address)).toBe("private")
  })

  it.each(["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16"])(
    "returns metadata for %s",
    (address) => {
      expect(kindOfAddress(address)).toBe("metadata")
    },
  )

  it.each([
    "1.1.1.1",
    "172.32.0.1",
    "172.15.255.255",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::8.8.8.8",
  ])("returns public for %s", (address) => {
    expect(kindOfAddress(address)).toBe("public")
  })

  it("classifies an IPv4 address the same in every IPv6 notation", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(kindOfAddress(`::ffff:${address}`)).toBe(kindOfAddress(address))
      }),
    )
  })
})

describe("isListed", () => {
  const isUrlListed = (url: string, ...hosts: string[]) => isListed(new URL(url), hosts)

  it("matches a host with any port, or with a given port", () => {
    expect(isUrlListed("https://charts.example.com:8443/", "charts.example.com")).toBe(true)
    expect(isUrlListed("https://charts.example.com:8443/", "charts.example.com:8443")).toBe(true)
    expect(isUrlListed("https://charts.example.com/", "charts.example.com:443")).toBe(true)
    expect(isUrlListed("https://charts.example.com/", "charts.example.com:8443")).toBe(false)
  })

  it("matches only subdomains with a wildcard", () => {
    expect(isUrlListed("https://charts.example.com/", "*.example.com")).toBe(true)
    expect(isUrlListed("https://example.com/", "*.example.com")).toBe(false)
    expect(isUrlListed("https://badexample.com/", "*.example.com")).toBe(false)
    expect(isUrlListed("https://charts.example.com.evil.test/", "*.example.com")).toBe(false)
  })
})
