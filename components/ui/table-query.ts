import type { FailedRead } from "@/components/ui/error-state"

/** The part of an infinite query that a table needs. */
export interface TableQuery<Row> extends FailedRead {
  data: { pages: readonly { items: readonly Row[] }[] } | undefined
  isPending: boolean
  isError: boolean
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<TableQuery<Row>>
}

export function rowsOf<Row>({ data }: Pick<TableQuery<Row>, "data">): Row[] {
  return data?.pages.flatMap((page) => page.items) ?? []
}
