/** Separate from the schema, so that the browser need not load it. */
export const quarantineKinds = ["IMAGE_TAG", "CHART_VERSION"] as const
export type QuarantineKind = (typeof quarantineKinds)[number]
