// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {vm} from "../support/Vm.sol";
import {Adversary} from "./Adversary.sol";

/// @title StolenKeysTest: searches for the largest loss that each stolen key can bring about
/// @dev The figures asserted here stand in contracts/SECURITY.md.
contract StolenKeysTest is Adversary {
    uint256 private constant TRIES = 60;
    uint256 private constant STEPS = 24;

    uint256 private _start;

    function setUp() public {
        setTheCrime();
        _start = block.timestamp;
    }

    /// @return most the largest loss that any of the tries found
    function _search(Key key_) private returns (uint256 most) {
        for (uint256 attempt = 0; attempt < TRIES; attempt++) {
            uint256 snapshot = vm.snapshotState();
            uint256 lost = this.attemptOf(key_, attempt);
            isTrue(vm.revertToState(snapshot), "back");
            if (lost > most) most = lost;
        }
    }

    function attemptOf(Key key_, uint256 attempt) external returns (uint256) {
        stolen = key_;
        for (uint256 i = 0; i < STEPS; i++) step(uint256(keccak256(abi.encode(key_, attempt, i))));
        uint256 lost = loss();
        isTrue(vault.totalSettled() <= vault.acceptedTotal(), "M1, whatever was tried");
        isTrue(token.balanceOf(address(vault)) >= vault.liabilities(), "M2, whatever was tried");
        return lost;
    }

    function test_C19_AStolenSettlerAlone() public {
        equal(_search(Key.Settler), 0, "while a guardian or an approver looks");
    }

    function test_C19_AStolenSettlerWhileNobodyLooks() public {
        // Funded within the budget of 800,000, less the 120,000 that were claimed, less what is the thief's own.
        equal(_search(Key.SettlerUnwatched), 680_000 - EACH, "funded total less what was claimed, and only after the window");
    }

    function test_C19_AStolenApproverAlone() public {
        equal(_search(Key.Approver), 0, "nobody proposes what is forged");
    }

    function test_C19_AStolenGuardianAlone() public {
        equal(_search(Key.Guardian), 0, "payouts are delayed");
    }

    function test_C19_C28_AStolenTreasurerAlone() public {
        equal(_search(Key.Treasurer), 0, "the surplus is the company's");
    }

    function test_C19_AStolenAccountantAlone() public {
        // One member in five is on the bank route, and is owed that much once the honest root of period 2 is in force.
        equal(_search(Key.Accountant), 2 * EACH, "what the members on the bank route have not got yet");
    }

    function test_C28_AStolenAdministratorAlone() public {
        equal(_search(Key.Administrator), 680_000 - EACH, "as nobody looking, and only after the window");
    }

    /// @dev Before a window is over, nothing that all keys together do touches what was accepted.
    function testFuzz_C28_WithinAWindowEveryAcceptedClaimSurvives(uint256 seed) public {
        stolen = Key.Administrator;
        for (uint256 i = 0; i < STEPS; i++) {
            step(uint256(keccak256(abi.encode(seed, i))));
            if (block.timestamp >= _start + REVIEW_WINDOW) vm.warp(_start + REVIEW_WINDOW - 1);
        }
        equal(loss(), 0, "nobody lost anything");
        for (uint32 id = 2; id <= 5; id++) isTrue(token.balanceOf(walletOf(id)) >= EACH, "everybody got theirs");
    }
}
