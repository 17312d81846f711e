"use client"

import { Check, Copy } from "lucide-react"
import { useCopy } from "@/components/ui/copy"
import { IconButton } from "@/components/ui/icon-button"
import { ScrollRegion } from "@/components/ui/scroll-region"

export interface CodeBlockProps {
  code: string
  /** What it is: "curl command". */
  what: string
}

export function CodeBlock({ code, what }: CodeBlockProps) {
  const { copied, copy } = useCopy(code, what.charAt(0).toUpperCase() + what.slice(1))
  return (
    <div className="relative rounded-md border border-line bg-canvas text-left">
      <ScrollRegion label={what} className="py-2.5 pr-10 pl-3">
        <pre className="font-mono text-xs leading-5">
          <code>{code}</code>
        </pre>
      </ScrollRegion>
      <IconButton
        label={copied ? "Copied" : `Copy ${what}`}
        size="sm"
        onClick={() => void copy()}
        className="absolute! top-1.5 right-1.5 bg-canvas"
      >
        {copied ? <Check size={13} className="text-deployed" /> : <Copy size={13} />}
      </IconButton>
    </div>
  )
}
