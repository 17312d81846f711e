/** What cannot be started in this round: releases by themselves, and all of a repository that is away. */
export type Skipped = { releaseIds: Set<string>; repositories: Set<string> }

export const nothingPassedOver = (): Skipped => ({ releaseIds: new Set(), repositories: new Set() })
