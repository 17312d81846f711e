/** Separate from the schema, so that the browser need not load it. */
export const quarantineKinds = ["IMAGE_TAG", "CHART_VERSION"] as const
export type QuarantineKind = (typeof quarantineKinds)[number]

/** A chart version as it is quarantined: to Helm, v1.2.0 is 1.2.0. */
export const quarantinedVersion = (version: string): string => version.trim().replace(/^v/, "")

type QuarantinedVersion = { imageTag: string | null; chartName: string | null; chartVersion: string | null }

/** The version as users know it: its image tag, or its chart with the version. */
export const quarantinedName = ({ imageTag, chartName, chartVersion }: QuarantinedVersion): string =>
  imageTag ?? `${chartName} ${chartVersion}`
