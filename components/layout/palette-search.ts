import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { minCharacters, searchQuery } from "@/components/console/search/search-query"

const pauseMs = 120
const ofEachKind = 4

export type PaletteSearch = ReturnType<typeof usePaletteSearch>

/** Searches when typing pauses; the response to an outdated query is dropped. */
export function usePaletteSearch(query: string) {
  const term = query.trim()
  const paused = usePaused(term)
  const search = useQuery({
    ...searchQuery(paused, ofEachKind),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  })
  const enough = term.length >= minCharacters
  return {
    /** The hits of the previous response stay until the next one arrives. */
    hits: enough && search.data ? search.data.groups.flatMap(({ hits }) => hits) : [],
    loading: enough && (term !== paused || search.isFetching),
    /** The hits are those of the query. */
    isDone: enough && term === paused && search.isSuccess && !search.isPlaceholderData,
    error: enough && !search.isFetching ? search.error : null,
    retry: () => void search.refetch(),
  }
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState("")
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
