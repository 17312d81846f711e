import { cleanup, configure } from "@testing-library/react"
import { afterEach, vi } from "vitest"

configure({ asyncUtilTimeout: 20_000 })

// happy-dom does not know <search>, which React would report.
Object.defineProperty(HTMLUnknownElement.prototype, Symbol.toStringTag, { value: "HTMLElement" })

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
