import type { HelmMajor } from "./arguments"

/** A usable Helm binary. */
export type Helm = {
  path: string
  /** Such as 4.2.3. */
  version: string
  major: HelmMajor
  source: "SLIPWAY_HELM" | "PATH" | "download"
  /** A log message when this version works but should be replaced. */
  warning: string | null
}
