import { Logger } from '@nestjs/common';
import type { Received } from '../received.js';
import { reasonOf } from '../retry-policy.js';
import type { DeliveryTable } from './delivery-table.js';

const RENEWALS_PER_LEASE = 3;

/** The deliveries that this process has claimed, and the timer that keeps them claimed while handlers take their time. */
export class Leases {
  private readonly logger = new Logger(Leases.name);
  private readonly held = new Set<Received>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly table: DeliveryTable,
    private readonly owner: string,
    private readonly leaseMs: number,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.renew(), this.leaseMs / RENEWALS_PER_LEASE);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  hold(received: Received): void {
    this.held.add(received);
  }

  drop(received: readonly Received[]): void {
    for (const one of received) this.held.delete(one);
  }

  countIn(queue: string): number {
    let count = 0;
    for (const one of this.held) if (one.queue === queue) count += 1;
    return count;
  }

  private async renew(): Promise<void> {
    try {
      const keys = [...this.held].map(({ queue, messageId }) => ({ queue, messageId }));
      await this.table.renew(this.owner, this.leaseMs, keys);
    } catch (error) {
      this.logger.warn(`Deliveries in hand could not be renewed: ${reasonOf(error)}`);
    }
  }
}
