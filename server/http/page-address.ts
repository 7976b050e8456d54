import type { IncomingMessage } from 'node:http'
import type { Trust } from '../edge/client-address.ts'
import { originAsked } from '../edge/origin.ts'

/** The market's address as the client reached it. */
export const originOfRequest = (request: IncomingMessage, trust: Trust): string =>
  originAsked(request, trust) ?? 'http://localhost'
