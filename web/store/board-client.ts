import { type Client, ClientBase, type ClientOptions } from './client.ts'

/** The board's client: the public market and its sales; it sends nothing. */
export const createBoardClient = (options: ClientOptions = {}): Client<'/board'> =>
  new ClientBase('/board', options).with({})
