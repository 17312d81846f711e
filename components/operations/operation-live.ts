import type { QueryClient } from "@tanstack/react-query"
import { operationQuery } from "@/components/operations/operation-query"
import type { Operation, OperationDetail, OperationLine } from "@/lib/operations/schema"

/** Puts what the stream said of an operation into what is known; lines that are known already stay. */
export function withOperation(
  known: OperationDetail | undefined,
  said: Operation & { lines?: OperationLine[] },
): OperationDetail {
  return { ...said, lines: merged(known?.lines ?? [], said.lines ?? []) }
}

/** Lines by their number, each once. */
export function merged(known: readonly OperationLine[], said: readonly OperationLine[]): OperationLine[] {
  const bySeq = new Map([...known, ...said].map((line) => [line.seq, line]))
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq)
}

/** True when a line before these is missing: they are numbered from 1 without gaps. */
export function hasHole(lines: readonly OperationLine[]): boolean {
  return lines.length > 0 && lines.at(-1)?.seq !== lines.length
}

export function patchOperation(client: QueryClient, said: Operation & { lines?: OperationLine[] }): void {
  const { queryKey } = operationQuery(said.id)
  client.setQueryData<OperationDetail>(queryKey, (known) => withOperation(known, said))
  askWhenHoled(client, said.id)
}

export function patchLine(client: QueryClient, operationId: string, line: OperationLine): void {
  const { queryKey } = operationQuery(operationId)
  client.setQueryData<OperationDetail>(queryKey, (known) =>
    known === undefined ? known : { ...known, lines: merged(known.lines, [line]) },
  )
  askWhenHoled(client, operationId)
}

/** A stream that was joined late or interrupted leaves a hole: the API has all of the lines. */
function askWhenHoled(client: QueryClient, id: string): void {
  const { queryKey } = operationQuery(id)
  const known = client.getQueryData<OperationDetail>(queryKey)
  if (known === undefined || hasHole(known.lines)) void client.invalidateQueries({ queryKey })
}
