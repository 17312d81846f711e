import { cleanup, configure } from "@testing-library/react"
import { afterEach, vi } from "vitest"

// The files of a worker share packages, but not the console's modules, which a file may mock.
vi.resetModules()

configure({ asyncUtilTimeout: 20_000 })

// happy-dom does not know <search>, which React would report.
Object.defineProperty(HTMLUnknownElement.prototype, Symbol.toStringTag, { value: "HTMLElement" })

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
