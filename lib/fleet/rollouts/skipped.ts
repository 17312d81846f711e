/** Releases that cannot be started in this round: single ones, and all of an unavailable repository. */
export type Skipped = { releaseIds: Set<string>; repositories: Set<string> }

export const nothingPassedOver = (): Skipped => ({ releaseIds: new Set(), repositories: new Set() })
