"use client"

import { Tabs as Radix } from "radix-ui"
import { type ReactNode, useEffect, useRef } from "react"

interface TabsProps<Value extends string> {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  tabs: readonly { value: Value; label: ReactNode; content: ReactNode }[]
}

export function Tabs<Value extends string>({ label, value, onValueChange, tabs }: TabsProps<Value>) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active tab changes with the value
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>("[data-state=active]")
    // On a phone the list is wider than the screen. Scrolls only the list, where scrollIntoView may scroll the page.
    if (active) list.current?.scrollTo({ left: active.offsetLeft - active.offsetWidth })
  }, [value])
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.value === next)
        if (chosen) onValueChange(chosen.value)
      }}
    >
      <Radix.List
        ref={list}
        aria-label={label}
        className="no-scrollbar relative flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 border-b-2 border-transparent px-1.5 text-sm whitespace-nowrap text-muted -outline-offset-2 transition-colors duration-100 hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4 outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
