/** Where a record stands among its neighbours in the lane. Positions order as (deployedAt, seq). */
export type LaneContext = {
  /** The tag that reached the lane just before, unless a removal lies between. */
  previousImageTag: string | null
  /** Ordinal-free positions of first arrivals, as sortable text; null when there was none before this record. */
  firstOfThisTag: string | null
  firstOfPreviousTag: string | null
}

export type LaneFacts = { previousImageTag: string | null; isRollback: boolean; isFirstArrival: boolean }

/**
 * The facts of one record from its context: a rollback is a tag that was live here before, and first before the tag
 * it replaces. A record that did not reach the environment is neither.
 */
export function laneFactsOf(record: { imageTag: string; reached: boolean }, context: LaneContext): LaneFacts {
  const { previousImageTag, firstOfThisTag, firstOfPreviousTag } = context
  const replacesAnother = previousImageTag !== null && previousImageTag !== record.imageTag
  const olderThanReplaced =
    firstOfThisTag !== null && firstOfPreviousTag !== null && firstOfThisTag < firstOfPreviousTag
  return {
    previousImageTag,
    isRollback: record.reached && replacesAnother && olderThanReplaced,
    isFirstArrival: record.reached && firstOfThisTag === null,
  }
}
