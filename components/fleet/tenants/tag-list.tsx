"use client"

import clsx from "clsx"

type TagListProps = {
  /** As `name=value`. */
  tags: readonly string[]
  /** The tags the list is filtered by. */
  chosen?: readonly string[]
  onToggle: (tag: string) => void
}

/** Tags that toggle a filter of the list. */
export function TagList({ tags, chosen = [], onToggle }: TagListProps) {
  return (
    <span className="relative z-1 inline-flex gap-1">
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-pressed={chosen.includes(tag)}
          onClick={() => onToggle(tag)}
          className={clsx(
            "h-5 rounded-sm border px-1.5 font-mono text-2xs whitespace-nowrap hover:border-accent",
            chosen.includes(tag) ? "border-accent text-accent" : "border-line text-muted",
          )}
        >
          {tag}
        </button>
      ))}
    </span>
  )
}
