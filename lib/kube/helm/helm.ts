import type { HelmMajor } from "@/lib/kube/helm/arguments"

/** A Helm that can be run. */
export type Helm = {
  path: string
  /** Such as 4.2.3. */
  version: string
  major: HelmMajor
  source: "SLIPWAY_HELM" | "PATH" | "download"
  /** A sentence for the log when this Helm works but should be replaced. */
  warning: string | null
}
