import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react"

interface TabsProps<Value extends string> {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  tabs: readonly { value: Value; label: ReactNode; content: ReactNode }[]
}

/** Keyboard navigation follows the ARIA tabs pattern; the library's implementation would add 9 kB. */
export function Tabs<Value extends string>({ label, value, onValueChange, tabs }: TabsProps<Value>) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active tab changes with the value
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>("[aria-selected=true]")
    // On a phone the list is wider than the screen. Scrolls only the list, where scrollIntoView may scroll the page.
    if (active) list.current?.scrollTo({ left: active.offsetLeft - active.offsetWidth })
  }, [value])

  function walk(event: KeyboardEvent<HTMLElement>) {
    const at = tabs.findIndex((tab) => tab.value === value)
    const targets: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }
    const next = tabs.at((targets[event.key] ?? at) % tabs.length)
    if (next === undefined || targets[event.key] === undefined) return
    event.preventDefault()
    onValueChange(next.value)
    document.getElementById(`${id}-${next.value}`)?.focus()
  }

  return (
    <div className="min-w-0">
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={walk}
        className="no-scrollbar relative flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => {
          const isActive = tab.value === value
          return (
            <button
              key={tab.value}
              id={`${id}-${tab.value}`}
              type="button"
              role="tab"
              aria-selected={isActive}
              aria-controls={isActive ? `${id}-panel` : undefined}
              tabIndex={isActive ? 0 : -1}
              onClick={() => onValueChange(tab.value)}
              className="-mb-px h-9 pointer-coarse:h-10 border-b-2 border-transparent px-1.5 text-sm whitespace-nowrap text-muted -outline-offset-2 transition-colors duration-100 hover:text-text aria-selected:border-accent aria-selected:text-text"
            >
              {tab.label}
            </button>
          )
        })}
      </div>
      <div
        key={value}
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${value}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: from the tabs the next stop is what they show
        tabIndex={0}
        className="pt-4 outline-offset-4"
      >
        {tabs.find((tab) => tab.value === value)?.content}
      </div>
    </div>
  )
}
