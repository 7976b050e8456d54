import { type Client, ClientBase, type ClientParts } from './client.ts'

/** The board's client: the public market and its sales; it sends nothing. */
export const createBoardClient = (parts: ClientParts = {}): Client<'/board'> =>
  new ClientBase('/board', parts).with({})
