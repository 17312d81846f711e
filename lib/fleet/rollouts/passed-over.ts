/** What cannot be started in this round: releases by themselves, and all of a repository that is away. */
export type PassedOver = { releaseIds: Set<string>; repositories: Set<string> }

export const nothingPassedOver = (): PassedOver => ({ releaseIds: new Set(), repositories: new Set() })
