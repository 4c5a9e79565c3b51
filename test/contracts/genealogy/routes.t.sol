// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {ContractSigner} from "../support/ContractSigner.sol";
import {OddSigner} from "../support/OddSigner.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title RouteTest: person 1 is member 2
abstract contract RouteTest is UplineTest {
    uint256 internal constant START = 1_000_000;

    function setUp() public {
        vm.warp(START);
        deploy(0);
        admit(1, 1);
    }

    function digestOf(uint32 memberId, bool bank, uint256 nonce, uint256 deadline) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("ChooseRoute(uint32 memberId,bool bank,uint256 nonce,uint256 deadline)");
        bytes32 content = keccak256(abi.encode(typeHash, memberId, bank, nonce, deadline));
        return keccak256(abi.encodePacked(hex"1901", domain("Upline Genealogy", address(genealogy)), content));
    }

    function isOnBank(address wallet) internal view returns (bool bankRoute) {
        (, , , bankRoute) = genealogy.accountOf(wallet);
    }
}

contract GenealogyChooseRouteTest is RouteTest {
    function test_RevertWhen_CallerActsForNobody() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNoMember.selector, STRANGER));
        genealogy.chooseRoute(true);
    }

    function test_ChoosesAndTells() public {
        isFalse(isOnBank(walletOf(1)), "by token at first");
        vm.prank(address(vault));
        genealogy.settle(2, walletOf(1), 7);
        for (uint64 i = 0; i < 3; i++) {
            bool bank = i != 1;
            vm.expectEmit(true, true, true, true, address(genealogy));
            emit IGenealogy.RouteChosen(4 + i, 2, bank);
            vm.prank(walletOf(1));
            genealogy.chooseRoute(bank);
            isTrue(isOnBank(walletOf(1)) == bank, "route");
            equal(genealogy.routeNonceOf(walletOf(1)), i + 1, "next number");
        }
        (uint32 memberId, uint64 settled, bool former, ) = genealogy.accountOf(walletOf(1));
        isTrue(memberId == 2 && settled == 7 && !former, "the rest of the slot stays");
    }

    function test_C10_WhatWasSignedBeforeAndNotSentDies() public {
        bytes memory signature = signBy(1, digestOf(2, true, 0, START));
        vm.prank(walletOf(1));
        genealogy.chooseRoute(false);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNonceUsed.selector, uint256(0)));
        genealogy.chooseRouteFor(2, walletOf(1), true, 0, START, signature);
    }
}

contract GenealogyChooseRouteForTest is RouteTest {
    function _choose(bool bank, uint256 nonce, bytes memory signature) private {
        genealogy.chooseRouteFor(2, walletOf(1), bank, nonce, START, signature);
    }

    function _expectBadSignature(address wallet) private {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadRouteSignature.selector, wallet));
    }

    function test_RevertWhen_WalletDoesNotActForTheMember() public {
        bytes memory signature = signBy(1, digestOf(1, true, 0, START));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(1), walletOf(1)));
        genealogy.chooseRouteFor(1, walletOf(1), true, 0, START, signature);
    }

    function test_C31_ADeadlineHoldsThroughItsLastSecond() public {
        bytes memory first = signBy(1, digestOf(2, true, 0, START));
        bytes memory second = signBy(1, digestOf(2, false, 1, START));
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogySignatureExpired.selector, START));
        _choose(true, 0, first);
        vm.warp(START);
        _choose(true, 0, first);
        vm.warp(START - 1);
        _choose(false, 1, second);
    }

    function test_C10_RevertWhen_NumberIsUsedOrSkipped() public {
        bytes memory zero = signBy(1, digestOf(2, true, 0, START));
        bytes memory one = signBy(1, digestOf(2, false, 1, START));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNonceSkipped.selector, uint256(1), uint256(0)));
        _choose(false, 1, one);
        _choose(true, 0, zero);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNonceUsed.selector, uint256(0)));
        _choose(true, 0, zero);
        isTrue(isOnBank(walletOf(1)), "once");
        _choose(false, 1, one);
        isFalse(isOnBank(walletOf(1)), "in the order of their numbers, whoever sends them when");
    }

    function testFuzz_C10_OnlyTheNextNumberIsTaken(uint8 taken, uint256 nonce) public {
        taken = uint8(between(taken, 0, 5));
        for (uint256 i = 0; i < taken; i++) _choose(i % 2 == 0, i, signBy(1, digestOf(2, i % 2 == 0, i, START)));
        if (nonce % 2 == 0) nonce = between(nonce, 0, 8);
        bytes memory signature = signBy(1, digestOf(2, true, nonce, START));
        if (nonce < taken) vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNonceUsed.selector, nonce));
        if (nonce > taken) {
            vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNonceSkipped.selector, nonce, uint256(taken)));
        }
        _choose(true, nonce, signature);
        equal(genealogy.routeNonceOf(walletOf(1)), nonce == taken ? taken + 1 : taken, "each once");
    }

    function test_C04_RevertWhen_AnythingDiffersFromWhatWasSigned() public {
        bytes memory signature = signBy(1, digestOf(2, true, 0, START));
        _expectBadSignature(walletOf(1));
        _choose(false, 0, signature);
        _expectBadSignature(walletOf(1));
        genealogy.chooseRouteFor(2, walletOf(1), true, 0, START + 1, signature);
        bytes memory byOther = signBy(2, digestOf(2, true, 0, START));
        _expectBadSignature(walletOf(1));
        _choose(true, 0, byOther);
        bytes memory forOther = signBy(1, digestOf(3, true, 0, START));
        _expectBadSignature(walletOf(1));
        _choose(true, 0, forOther);
    }

    function test_C08_AfterAForkOldSignaturesDie() public {
        bytes memory signature = signBy(1, digestOf(2, true, 0, START));
        bytes memory binding = signBy(2, bindDigest(2, walletOf(2), START));
        vm.chainId(31_338);
        _expectBadSignature(walletOf(1));
        _choose(true, 0, signature);
        vm.prank(walletOf(1));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadWalletSignature.selector, walletOf(2)));
        genealogy.changeWallet(walletOf(2), START, binding);
        _choose(true, 0, signBy(1, digestOf(2, true, 0, START)));
        isTrue(isOnBank(walletOf(1)), "the domain is that of the new chain");
        vm.chainId(31_337);
    }

    function test_C09_AContractThatRevokesBetweenSigningAndUse() public {
        OddSigner signer = new OddSigner();
        genealogy.register(1, 0, 0, address(signer), 0);
        signer.answer(OddSigner.Manner.WrongMagic, 0);
        _expectBadSignature(address(signer));
        genealogy.chooseRouteFor(3, address(signer), true, 0, START, "signed earlier");
        equal(genealogy.routeNonceOf(address(signer)), 0, "nothing is used up");
        signer.answer(OddSigner.Manner.Correct, 0);
        genealogy.chooseRouteFor(3, address(signer), true, 0, START, "signed earlier");
        equal(genealogy.routeNonceOf(address(signer)), 1, "once");
    }

    function test_C09_C26_AContractThatReenters() public {
        OddSigner signer = new OddSigner();
        genealogy.register(1, 0, 0, address(signer), 0);
        signer.reenter(address(genealogy), abi.encodeCall(genealogy.chooseRoute, (true)));
        signer.answer(OddSigner.Manner.Reenters, 0);
        _expectBadSignature(address(signer));
        genealogy.chooseRouteFor(3, address(signer), false, 0, START, "");
        signer.answer(OddSigner.Manner.ReentersAndAgrees, 0);
        genealogy.chooseRouteFor(3, address(signer), false, 0, START, "");
        equal(genealogy.routeNonceOf(address(signer)), 1, "one effect: whoever is asked cannot change anything");
        isFalse(isOnBank(address(signer)), "the one that was signed");
    }

    /// @dev A relayer who forwards too little gas: the choice is made and the number used, or neither.
    function test_C33_TooLittleGasUsesUpNothing() public {
        OddSigner signer = new OddSigner();
        signer.answer(OddSigner.Manner.Correct, 200_000);
        genealogy.register(1, 0, 0, address(signer), 0);
        uint256 made = 0;
        for (uint256 given = 5_000; given < 400_000; given += 9_000) {
            uint256 nonce = genealogy.routeNonceOf(address(signer));
            bool before = isOnBank(address(signer));
            try genealogy.chooseRouteFor{gas: given}(3, address(signer), !before, nonce, START, "") {
                made++;
                equal(genealogy.routeNonceOf(address(signer)), nonce + 1, "used");
                isTrue(isOnBank(address(signer)) != before, "and made");
            } catch {
                equal(genealogy.routeNonceOf(address(signer)), nonce, "not used");
                isTrue(isOnBank(address(signer)) == before, "and not made");
            }
        }
        isTrue(made > 5 && made < 35, "both were seen");
    }

    function test_TakesTheSignatureOfAContract() public {
        ContractSigner signer = new ContractSigner(walletOf(5));
        genealogy.register(1, 0, 0, address(signer), 0);
        vm.prank(STRANGER);
        genealogy.chooseRouteFor(3, address(signer), true, 0, START, signBy(5, digestOf(3, true, 0, START)));
        isTrue(isOnBank(address(signer)), "route");
    }
}
