import { createContext } from 'react'
import type { BuyerClient } from '../store/client.ts'

/** The client of a page that the server writes; null in browsers, where each page makes its own. */
export const GivenClient = createContext<BuyerClient | null>(null)
