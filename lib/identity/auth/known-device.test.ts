import { afterEach, expect, it, vi } from "vitest"
import { deviceCookie, knownDevice } from "./known-device"

afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

const cookieValue = (cookie: string) => cookie.split(";")[0]?.split("=")[1] ?? ""

it("recognizes a device only for the account that it signed in to", () => {
  const value = cookieValue(deviceCookie("ada@example.test"))
  expect(knownDevice(value, "ada@example.test")).toBeTruthy()
  expect(knownDevice(value, "eve@example.test")).toBeNull()
})

it("rejects a forged, damaged or missing cookie", () => {
  const value = cookieValue(deviceCookie("ada@example.test"))
  const [device, issuedAt] = value.split(".")
  for (const forged of [
    undefined,
    "",
    "..",
    `${device}.${issuedAt}.x`,
    `x.${value}`,
    `${value}é`,
    value.slice(1),
  ])
    expect(knownDevice(forged, "ada@example.test")).toBeNull()
})

it("rejects a cookie after 180 days", () => {
  vi.useFakeTimers({ now: new Date("2026-01-01T00:00:00Z") })
  const value = cookieValue(deviceCookie("ada@example.test"))
  vi.setSystemTime(new Date("2026-06-29T00:00:00Z"))
  expect(knownDevice(value, "ada@example.test")).toBeTruthy()
  vi.setSystemTime(new Date("2026-07-01T00:00:00Z"))
  expect(knownDevice(value, "ada@example.test")).toBeNull()
})

it("sets the cookie HttpOnly, and Secure when Slipway uses HTTPS", () => {
  vi.stubEnv("SLIPWAY_URL", "https://slipway.example.com")
  expect(deviceCookie("ada@example.test")).toMatch(/; HttpOnly; SameSite=Lax; Secure$/)
})
