import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from "react"
import { valuesPathsQuery } from "@/components/fleet/values/values-query"
import { type SearchItem, SearchList } from "@/components/ui/search-list"
import type { KnownPath } from "@/lib/fleet/values/schema"
import { parseValuesPath } from "@/lib/fleet/values/values-path"
import { formatQuantity } from "@/lib/platform/format"

export interface PathListProps {
  path: string
  /** Suggests paths of this chart only. */
  chartName: string | null
  onPath: (path: string) => void
}

export default function PathList({ path, chartName, onPath }: PathListProps) {
  const [typed, setTyped] = useState("")
  const box = useRef<HTMLDivElement>(null)
  // The list may be rendered after the panel has set its initial focus.
  useEffect(() => box.current?.querySelector("input")?.focus(), [])
  const searchText = useDeferredValue(typed.trim())
  const paths = useQuery({ ...valuesPathsQuery(searchText, chartName), placeholderData: keepPreviousData })
  const parsed = parseValuesPath(typed.trim())
  // Until the search responds, only show matches, because Enter chooses the first.
  const matches = (paths.data ?? []).filter((one) =>
    one.path.toLowerCase().includes(typed.trim().toLowerCase()),
  )
  // Offered once the search has found no such path.
  const isSettled = !paths.isPending && !paths.isPlaceholderData && searchText === typed.trim()
  const isOther = isSettled && !("problem" in parsed) && !matches.some((one) => one.path === searchText)
  const problem = "problem" in parsed && typed !== "" ? parsed.problem : null
  const itemOf = (path: string, content: ReactNode, id = path): SearchItem => {
    return { id, label: path, always: true, onSelect: () => onPath(path), content }
  }
  const items = matches.map((one) => itemOf(one.path, <KnownPathText known={one} />))
  const compare = (
    <>
      Compare <span className="min-w-0 truncate font-mono text-xs">{searchText}</span>
    </>
  )
  const otherItem = itemOf(searchText, compare, `compare ${searchText}`)
  return (
    <div ref={box}>
      <SearchList
        label="Path"
        placeholder={path || "resources.limits.memory"}
        size="sm"
        query={typed}
        onQueryChange={setTyped}
        groups={[
          { heading: "Known paths", items },
          { heading: null, items: isOther ? [otherItem] : [] },
        ]}
        empty={
          problem ?? (paths.isError ? "Could not load paths" : isSettled ? "No matches" : "Loading paths…")
        }
      />
    </div>
  )
}

function KnownPathText({ known: { path, hasDefault, releases } }: { known: KnownPath }) {
  const hint = releases > 0 ? formatQuantity(releases, "release") : hasDefault ? "default" : ""
  return (
    <>
      <span className="min-w-0 flex-1 truncate font-mono text-xs">{path}</span>
      <span className="text-xs text-muted">{hint}</span>
    </>
  )
}
