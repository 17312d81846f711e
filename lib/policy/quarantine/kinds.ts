/** Separate from the schema, so that the browser need not load it. */
export const quarantineKinds = ["IMAGE_TAG", "CHART_VERSION"] as const
export type QuarantineKind = (typeof quarantineKinds)[number]

/** A chart version as it is quarantined: to Helm, v1.2.0 is 1.2.0. */
export const quarantinedVersion = (version: string): string => version.trim().replace(/^v/, "")
