export const maxReasonLength = 500

export type QuarantineReason = { reason: string; createdBy: string }

/** "is quarantined by Ann: It loses writes." */
export const quarantinedBy = ({ reason, createdBy }: QuarantineReason): string =>
  `is quarantined by ${createdBy}: ${reason}${/[.!?…]$/.test(reason) ? "" : "."}`
