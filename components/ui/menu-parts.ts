"use client"

import type { DropdownMenu } from "radix-ui"
import { createContext, use } from "react"

export type MenuParts = typeof DropdownMenu

/** The components of the library once loaded: an open menu provides them to its items. */
export const MenuPartsContext = createContext<MenuParts | null>(null)

export function useMenuParts(): MenuParts {
  const parts = use(MenuPartsContext)
  if (!parts) throw new Error("Menu items must be used inside Menu")
  return parts
}
