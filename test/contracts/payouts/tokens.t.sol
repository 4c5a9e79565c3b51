// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {NewContracts} from "../support/NewContracts.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {ZooToken} from "../support/ZooToken.sol";
import {PayoutScene} from "./PayoutTest.sol";

/// @title Burner: a recipient that burns all the gas it gets, or refuses
contract Burner {
    function tokensReceived(uint256) external pure {
        while (true) {}
    }
}

contract Refuser {
    error NoThanks();

    function tokensReceived(uint256) external pure {
        revert NoThanks();
    }
}

/// @title PayoutVaultTokenZooTest: nine strange tokens, each through the three doors by which members are paid
contract PayoutVaultTokenZooTest is PayoutScene {
    uint256 private constant DOORS = 3;

    ZooToken private zoo;
    uint32 private _period;

    function _open(ZooToken.Species species) private {
        zoo = new ZooToken(species, 6);
        setTheSceneWith(address(zoo));
        zoo.mint(address(vault), 1_000_000);
        _period = 0;
        payAmounts(++_period, three(100, 200, 300));
    }

    /// @dev Everybody gets as much again in the next period.
    function _again() private {
        sellAndClose(1_000_000);
        uint64 times = _period + 1;
        payAmounts(++_period, three(100 * times, 200 * times, 300 * times));
    }

    /// @return paid what went through that door for members 2 to 4
    function _pay(uint256 door) private returns (uint256 paid) {
        if (door == 1) return vault.claimMany(key, TreeBuilder.cap(leaves, 2), allClaims(2));
        if (door == 2) return vault.paySubtree(key, 0, 2, packed(0, 3), walletsOf(0, 3), new bytes32[](0));
        for (uint32 memberId = 2; memberId <= 4; memberId++) {
            bytes32[] memory proof = TreeBuilder.proof(leaves, memberId - 2);
            address wallet = walletOf(memberId);
            try vault.claim(key, memberId, memberId - 2, owed[memberId - 2], wallet, proof) returns (uint64 amount) {
                paid += amount;
            } catch (bytes memory fault) {
                bytes4 reason = bytes4(fault);
                isTrue(
                    reason == IPayoutVault.PayoutVaultTransferFailed.selector ||
                        reason == IPayoutVault.PayoutVaultNothingToClaim.selector,
                    "a named error"
                );
            }
        }
    }

    function _isExact(string memory what) private view {
        uint256 sum = 0;
        for (uint32 memberId = 2; memberId <= 4; memberId++) {
            equal(zoo.balanceOf(walletOf(memberId)), settledOf(memberId), what);
            sum += settledOf(memberId);
        }
        equal(vault.totalSettled(), sum, what);
    }

    function _paysExactly(ZooToken.Species species) private {
        _open(species);
        for (uint256 door = 0; door < DOORS; door++) {
            equal(_pay(door), 600, "everybody");
            _isExact("exact");
            equal(_pay(door), 0, "once");
            if (door + 1 < DOORS) _again();
        }
    }

    function test_C25_AnOrdinaryOne() public {
        _paysExactly(ZooToken.Species.Plain);
    }

    function test_C25_OneWithoutAReturnValue() public {
        _paysExactly(ZooToken.Species.NoReturnValue);
    }

    function test_C25_OneThatRevertsOnZero() public {
        _paysExactly(ZooToken.Species.RevertsOnZero);
    }

    /// @dev The token refuses member 3; then it no longer does.
    function _passesOver(ZooToken.Species species) private {
        _open(species);
        for (uint256 door = 0; door < DOORS; door++) {
            uint64 before = settledOf(3);
            zoo.block_(walletOf(3), true);
            equal(_pay(door), 400, "the others");
            equal(settledOf(3), before, "the refused is not noted");
            _isExact("exact");
            zoo.block_(walletOf(3), false);
            equal(_pay(door), 200, "later that one too");
            _isExact("exact again");
            if (door + 1 < DOORS) _again();
        }
    }

    function test_C25_OneThatReturnsFalse() public {
        _passesOver(ZooToken.Species.ReturnsFalse);
    }

    function test_C25_OneWithABlockList() public {
        _passesOver(ZooToken.Species.BlockList);
    }

    function test_C25_OneThatIsPaused() public {
        _open(ZooToken.Species.Pausable);
        for (uint256 door = 0; door < DOORS; door++) {
            uint64 before = vault.totalSettled();
            zoo.pause(true);
            equal(_pay(door), 0, "nobody");
            equal(vault.totalSettled(), before, "nothing is noted");
            zoo.pause(false);
            equal(_pay(door), 600, "everybody");
            _isExact("exact");
            if (door + 1 < DOORS) _again();
        }
    }

    function test_C25_OneThatCallsARecipientWhoRefuses() public {
        _calls(address(new Refuser()).code);
    }

    function test_C25_OneThatCallsARecipientWhoBurnsGas() public {
        _calls(address(new Burner()).code);
    }

    function _calls(bytes memory code) private {
        _open(ZooToken.Species.Callback);
        for (uint256 door = 0; door < DOORS; door++) {
            uint64 before = settledOf(3);
            vm.etch(walletOf(3), code);
            equal(this.payWithin{gas: 3_000_000}(door), 400, "the others");
            equal(settledOf(3), before, "that one is not noted");
            vm.etch(walletOf(3), "");
            equal(_pay(door), 200, "later that one too");
            _isExact("exact");
            if (door + 1 < DOORS) _again();
        }
    }

    /// @dev So that burnt gas is bounded by what a sender would give.
    function payWithin(uint256 door) external returns (uint256) {
        if (door != 0) return _pay(door);
        uint256 paid = 0;
        for (uint32 memberId = 2; memberId <= 4; memberId++) {
            try this.claimWithin{gas: 500_000}(memberId) returns (uint256 amount) {
                paid += amount;
            } catch {
                equal(memberId, 3, "only that one");
            }
        }
        return paid;
    }

    function claimWithin(uint32 memberId) external returns (uint256) {
        return claim(memberId, owed[memberId - 2]);
    }

    function test_C25_OneThatKeepsAFeeCannotFund() public {
        _open(ZooToken.Species.FeeOnTransfer);
        zoo.mint(address(this), 1_000);
        zoo.approve(address(vault), 1_000);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultTransferFailed.selector, uint32(0)));
        vault.fund(1_000);
        // Members would bear the fee; the books count what left the vault.
        for (uint256 door = 0; door < DOORS; door++) {
            uint256 balance = zoo.balanceOf(address(vault));
            equal(_pay(door), 600, "everybody");
            equal(balance - zoo.balanceOf(address(vault)), 600, "left the vault");
            if (door + 1 < DOORS) _again();
        }
        equal(zoo.balanceOf(walletOf(3)), 540, "a tenth is missing");
    }

    function test_C25_OneThatRebasesCanStopPaymentsButNotSpoilTheBooks() public {
        _open(ZooToken.Species.Rebasing);
        for (uint256 door = 0; door < DOORS; door++) {
            uint256 surplus = vault.surplus();
            zoo.rebase(200);
            isTrue(vault.surplus() > surplus, "what it adds is nobody's claim");
            zoo.rebase(100);
            equal(_pay(door), 600, "everybody");
            _isExact("exact");
            if (door + 1 < DOORS) _again();
        }
        sellAndClose(1_000_000);
        zoo.rebase(0);
        IPayoutVault.Proposal memory proposal = proposalOf(4, TreeBuilder.root(treeOf(three(400, 800, 1_200))), 3);
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultUnderfunded.selector, 600));
        vault.propose(proposal);
        zoo.rebase(100);
        payAmounts(4, three(400, 800, 1_200));
        for (uint256 door = 0; door < DOORS; door++) {
            zoo.rebase(0);
            equal(_pay(door), 0, "nobody");
            equal(vault.totalSettled(), 1_800, "nothing is noted");
        }
        zoo.rebase(100);
        equal(_pay(2), 600, "everybody");
    }

    function test_C25_DecimalsFromZeroToEightAndNoMore() public {
        _open(ZooToken.Species.Plain);
        for (uint8 decimals = 0; decimals <= 18; decimals++) {
            IERC20 other = IERC20(address(new ZooToken(ZooToken.Species.Plain, decimals)));
            if (decimals > 8) {
                vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadDecimals.selector, decimals));
            }
            NewContracts.payoutVault(address(manager), other, genealogy, ledger, REVIEW_WINDOW);
        }
    }
}
