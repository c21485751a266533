import { Clock } from '../../src/platform/clock/clock.js';

/** Stands still until a test moves it. */
export class TestClock extends Clock {
  private ms: number;

  constructor(start = new Date()) {
    super();
    this.ms = start.getTime();
  }

  override now(): Date {
    return new Date(this.ms);
  }

  /** Lets time go by. */
  move(by: {
    readonly days?: number;
    readonly hours?: number;
    readonly minutes?: number;
    readonly seconds?: number;
  }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = by;
    this.ms += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }
}
